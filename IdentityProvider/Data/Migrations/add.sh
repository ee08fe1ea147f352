#!/usr/bin/env sh
# add.sh <Name>: adds a migration that serves SQLite and PostgreSQL alike.
# EF Core writes it for SQLite. What is SQLite's own in it is then taken out, so that each database picks its type by
# the CLR type, and keys that count up get PostgreSQL's annotation beside SQLite's.
set -eu
cd "$(dirname "$0")/../../.."
folder=IdentityProvider/Data/Migrations

dotnet tool restore
if [ -n "${1:-}" ]; then
  EfDesign=true dotnet ef migrations add "$1" --project IdentityProvider --output-dir Data/Migrations
fi

perl -0pi -e '
  s/^\x{FEFF}|^\xEF\xBB\xBF//;
  s/\r\n/\n/g;
  s/\n *\.HasColumnType\("[A-Z]+"\)//g;
  s/type: "[A-Z]+",\s+//g;
  s/(\.Annotation\("Sqlite:Autoincrement", true\))(?!,?\s*\.Annotation\("Npgsql)/$1\n                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)/g;
  s/(b\.Property<(?:int|long)>\("Id"\)\n *\.ValueGeneratedOnAdd\(\))(?!\s*\.HasAnnotation)/$1\n                        .HasAnnotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)/g;
  if (/NpgsqlValueGenerationStrategy\./ && !/using Npgsql/) {
    s/\n\n(#nullable|namespace)/\nusing Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;\n\n$1/;
  }
' "$folder"/*.cs
