EXTRA_DIST += %D%/templates.md
dist_man_MANS += %D%/patchwacht-db.8
