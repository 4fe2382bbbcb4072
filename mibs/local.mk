nobase_dist_pkgdata_DATA += mibs/versions.schemes
