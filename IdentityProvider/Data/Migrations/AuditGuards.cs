using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IdentityProvider.Data.Migrations;

/// <summary>
/// The one row of the chain, and triggers by which the database itself refuses to change or remove a sealed audit event. Only what the row
/// says was cut off may go. A migration that has SQLite rebuild the table has to make them again.
/// </summary>
internal static class AuditGuards
{
    private const string Refusal = "a sealed audit event is never changed or removed";

    // As long as a hash in hexadecimal.
    private static readonly string NoHash = new('0', 64);

    public static void Up(MigrationBuilder migrations)
    {
        migrations.Sql($"""INSERT INTO "AuditChain" ("Id", "Sequence", "Hash", "CutSequence", "CutHash") VALUES (1, 0, '{NoHash}', 0, '{NoHash}')""");
        if (migrations.IsNpgsql())
            UpOnPostgreSql(migrations);
        else
            UpOnSqlite(migrations);
    }

    public static void Down(MigrationBuilder migrations)
    {
        if (migrations.IsNpgsql())
        {
            migrations.Sql("""DROP TRIGGER "AuditEvents_guard" ON "AuditEvents"; DROP TRIGGER "AuditEvents_guard_all" ON "AuditEvents"; DROP FUNCTION audit_events_guard();""");
            return;
        }

        migrations.Sql("""DROP TRIGGER "AuditEvents_guard_update"; DROP TRIGGER "AuditEvents_guard_delete";""");
    }

    private static void UpOnPostgreSql(MigrationBuilder migrations)
    {
        migrations.Sql($"""
            CREATE FUNCTION audit_events_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $guard$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF OLD."Sequence" IS NULL THEN RETURN NEW; END IF;
                ELSIF TG_OP = 'DELETE' THEN
                    IF OLD."Sequence" <= COALESCE((SELECT "CutSequence" FROM "AuditChain"), 0) THEN RETURN OLD; END IF;
                END IF;
                RAISE EXCEPTION '{Refusal}';
            END
            $guard$;
            """);
        migrations.Sql("""CREATE TRIGGER "AuditEvents_guard" BEFORE UPDATE OR DELETE ON "AuditEvents" FOR EACH ROW EXECUTE FUNCTION audit_events_guard();""");
        migrations.Sql("""CREATE TRIGGER "AuditEvents_guard_all" BEFORE TRUNCATE ON "AuditEvents" FOR EACH STATEMENT EXECUTE FUNCTION audit_events_guard();""");
    }

    private static void UpOnSqlite(MigrationBuilder migrations)
    {
        migrations.Sql($"""
            CREATE TRIGGER "AuditEvents_guard_update" BEFORE UPDATE ON "AuditEvents" WHEN OLD."Sequence" IS NOT NULL
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
            """);
        migrations.Sql($"""
            CREATE TRIGGER "AuditEvents_guard_delete" BEFORE DELETE ON "AuditEvents"
            WHEN OLD."Sequence" IS NULL OR OLD."Sequence" > COALESCE((SELECT "CutSequence" FROM "AuditChain"), 0)
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
            """);
    }
}
