#!/bin/sh
# Makes Waybill's role and database on the server that Temporal uses. Safe to repeat: what is there already stays, and the
# role's password becomes the one in deploy/secrets. Where the server is comes from the PG* variables.
set -eu

PGPASSWORD=$POSTGRES_PASSWORD psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<'SQL'
\getenv password WAYBILL_PASSWORD
SELECT 'CREATE ROLE waybill LOGIN'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'waybill') \gexec
ALTER ROLE waybill PASSWORD :'password';
SELECT 'CREATE DATABASE waybill OWNER waybill TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C'''
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'waybill') \gexec
SQL
