-- Ids of permissions to try SNMPv1 and v2c are for people.
INSERT INTO id_kind(kind,relation,id)
  VALUES('legacy_permission','legacy_permission','permission_id');
