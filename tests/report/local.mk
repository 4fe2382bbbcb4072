# What finished reports are held against: pdfcheck, by the table rules, over what
# qpdf says of them, margins, pages, tree.mjs and preflight. draw makes
# one of any template and values, evidence what a report of any size rests on.
check_PROGRAMS += %D%/draw
%C%_draw_SOURCES = %D%/draw.c
%C%_draw_LDADD = $(REPORTER_LIBS)
EXTRA_DIST += %D%/recompute %D%/Catalogue.pm %D%/Chart.pm %D%/Compare.pm %D%/Entered.pm \
	%D%/Expected.pm %D%/Exposed.pm %D%/Facts.pm %D%/Figures.pm \
	%D%/Installed.pm %D%/Json.pm %D%/Lists.pm %D%/Measures.pm %D%/Mutate.pm \
	%D%/Page.pm %D%/Parts.pm %D%/Rows.pm %D%/Shown.pm %D%/Text.pm \
	%D%/Undone.pm %D%/Watched.pm %D%/Work.pm \
	%D%/pdfcheck %D%/Pdf.pm %D%/Structure.pm %D%/Drawing.pm \
	%D%/tsa %D%/outline %D%/pages %D%/tree.mjs %D%/evidence \
	%D%/apart %D%/margins %D%/preflight %D%/broken %D%/rules \
	%D%/Bytes.pm %D%/Conform.pm %D%/Metadata.pm %D%/Places.pm \
	%D%/Raw.pm %D%/Ways.pm %D%/matterhorn %D%/stamp
