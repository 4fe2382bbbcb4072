# patchwacht-db: the cluster, migrations, partitions.
