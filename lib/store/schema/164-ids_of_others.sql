-- How many devices, patches and so on another organisation has is not told:
-- id_given looks with the rights of who asks, to whom rows of others are not
-- there, and only people ask.
ALTER FUNCTION id_given(integer,text,bigint) SECURITY INVOKER;
REVOKE ALL ON FUNCTION id_given(integer,text,bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION id_given(integer,text,bigint) TO patchwacht_register;
