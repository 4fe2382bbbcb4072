libshared_a_SOURCES += \
	%D%/embedded.h \
	%D%/err.c %D%/err.h \
	%D%/log.c %D%/log.h \
	%D%/mem.c %D%/mem.h \
	%D%/nearest.c %D%/nearest.h \
	%D%/choice.c %D%/choice.h \
	%D%/number.c %D%/number.h \
	%D%/buf.c %D%/buf.h \
	%D%/clock.c %D%/clock.h \
	%D%/zone.c %D%/zone.h \
	%D%/file.c %D%/file.h \
	%D%/flags.c %D%/flags.h \
	%D%/format.c %D%/format.h \
	%D%/front.c %D%/front.h \
	%D%/data.c %D%/data.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/base64.c %D%/base64.h \
	%D%/csv.c %D%/csv.h \
	%D%/encoding.c %D%/encoding.h \
	%D%/conf.c %D%/conf.h \
	%D%/confpart.c %D%/confpart.h \
	%D%/confscan.c %D%/confscan.h \
	%D%/json.c %D%/json_read.c %D%/json_write.c %D%/json.h \
	%D%/json_node.c %D%/json_node.h \
	%D%/json_cut.c %D%/json_cut.h \
	%D%/literal.c %D%/literal.h \
	%D%/regex.c %D%/regex.h \
	%D%/regex_words.c %D%/regex_words.h \
	%D%/digest.c %D%/crc.c %D%/digest.h \
	%D%/hmac.c %D%/hmac.h \
	%D%/mac.c %D%/mac.h \
	%D%/cipher.c %D%/cipher.h \
	%D%/pack.c %D%/pack.h \
	%D%/sign.c %D%/sign.h \
	%D%/box.c %D%/box.h
