UNIT_TESTS += %D%/test_buf %D%/test_clock %D%/test_conf %D%/test_csv %D%/test_digest \
	%D%/test_file %D%/test_json %D%/test_number %D%/test_regex %D%/test_utf8 %D%/test_zone

%C%_test_buf_SOURCES = %D%/test_buf.c
%C%_test_buf_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_clock_SOURCES = %D%/test_clock.c
%C%_test_clock_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_conf_SOURCES = %D%/test_conf.c
%C%_test_conf_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_digest_SOURCES = %D%/test_digest.c
%C%_test_digest_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_file_SOURCES = %D%/test_file.c
%C%_test_file_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_json_SOURCES = %D%/test_json.c
%C%_test_json_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_number_SOURCES = %D%/test_number.c
%C%_test_number_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_regex_SOURCES = %D%/test_regex.c
%C%_test_regex_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_utf8_SOURCES = %D%/test_utf8.c
%C%_test_utf8_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_zone_SOURCES = %D%/test_zone.c
%C%_test_zone_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_csv_SOURCES = %D%/test_csv.c
%C%_test_csv_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_cipher %D%/test_hmac
%C%_test_cipher_SOURCES = %D%/test_cipher.c
%C%_test_cipher_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_hmac_SOURCES = %D%/test_hmac.c
%C%_test_hmac_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_literal
%C%_test_literal_SOURCES = %D%/test_literal.c
%C%_test_literal_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_pack %D%/test_sign
%C%_test_pack_SOURCES = %D%/test_pack.c
%C%_test_pack_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
%C%_test_sign_SOURCES = %D%/test_sign.c
%C%_test_sign_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_confpart
%C%_test_confpart_SOURCES = %D%/test_confpart.c
%C%_test_confpart_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)

UNIT_TESTS += %D%/test_encoding
%C%_test_encoding_SOURCES = %D%/test_encoding.c
%C%_test_encoding_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_regex_words
%C%_test_regex_words_SOURCES = %D%/test_regex_words.c
%C%_test_regex_words_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
UNIT_TESTS += %D%/test_json_cut
%C%_test_json_cut_SOURCES = %D%/test_json_cut.c
%C%_test_json_cut_LDADD = $(SHARED_LIBS) $(UNIT_LIBS)
