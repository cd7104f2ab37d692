/** Loaders and actions get a `RouterContextProvider`, as `v8_middleware` in the configuration says. */
import 'react-router';

declare module 'react-router' {
  interface Future {
    v8_middleware: true;
  }
}
