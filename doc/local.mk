EXTRA_DIST += %D%/STATES.md %D%/GUIDE.md %D%/ARCHITECTURE.md %D%/STYLE.md
EXTRA_DIST += %D%/templates.md
dist_man_MANS += %D%/patchwacht-db.8
dist_man_MANS += %D%/patchwachtd.8 %D%/patchwacht.conf.5
dist_man_MANS += %D%/patchwacht-profile.5 %D%/patchwacht-schemes.5
dist_man_MANS += %D%/patchwacht.1 %D%/patchwacht-import.5 %D%/patchwacht-policy.5
dist_man_MANS += %D%/patchwacht-privacy.5
dist_man_MANS += %D%/patchwacht-report.1 %D%/patchwacht-framework.5
