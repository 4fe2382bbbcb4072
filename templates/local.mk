nobase_dist_pkgdata_DATA += %D%/mail.nl %D%/mail.en
