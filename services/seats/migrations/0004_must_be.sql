-- Fails the transaction where a statement wrote another number of rows than was decided: so nobody has to wait for its
-- answer before the commit is sent.
create function must_be(written bigint, decided bigint, what text) returns void language plpgsql as $$
begin
  if written <> decided then
    raise exception '%: % changes were decided and % written', what, decided, written;
  end if;
end $$;
