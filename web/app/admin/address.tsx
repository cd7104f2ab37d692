/** An e-mail address that breaks before its @ when it must break. */
export function Address({ email }: { email: string }) {
  const at = email.lastIndexOf('@');
  return (
    <bdi className="wrap-anywhere">
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </bdi>
  );
}
