/** The first stop of the Tab key. */

/** Past the header, to what the page is about; seen only while focused. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed start-4 top-2 z-toast -translate-y-24 rounded-field bg-brand px-4 py-3 font-bold text-on-brand focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
