#!/bin/sh
# Brings both databases of Temporal to the schema of this version. Safe to repeat: what is done already is skipped.
# Host, user, password and plugin come from the SQL_* variables.
set -eu

prepare() {
  database=$1
  schema=$2
  temporal-sql-tool --db "$database" create-database --defaultdb postgres
  temporal-sql-tool --db "$database" setup-schema --version 0.0
  temporal-sql-tool --db "$database" update-schema --schema-name "$schema"
}

prepare temporal postgresql/v12/temporal
prepare temporal_visibility postgresql/v12/visibility
