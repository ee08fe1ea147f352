using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IdentityProvider.Data.Migrations;

/// <summary>
/// Triggers by which the row of the chain only goes on, and never says that the last event was cut off: so that nobody makes the guards of the
/// events let go of all of them. A migration that has SQLite rebuild the table has to make them again.
/// </summary>
internal static class AuditCutGuards
{
    private const string Refusal = "the chain of audit events only goes on, and its last event is never cut off";

    private const string Wrong = """
        NEW."Sequence" < OLD."Sequence" OR NEW."CutSequence" < OLD."CutSequence" OR (NEW."CutSequence" > 0 AND NEW."CutSequence" >= NEW."Sequence")
        """;

    public static void Up(MigrationBuilder migrations)
    {
        if (migrations.IsNpgsql())
            UpOnPostgreSql(migrations);
        else
            UpOnSqlite(migrations);
    }

    public static void Down(MigrationBuilder migrations)
    {
        if (migrations.IsNpgsql())
        {
            migrations.Sql("""DROP TRIGGER "AuditChain_guard" ON "AuditChain"; DROP TRIGGER "AuditChain_guard_all" ON "AuditChain"; DROP FUNCTION audit_chain_guard();""");
            return;
        }

        migrations.Sql("""DROP TRIGGER "AuditChain_guard_update"; DROP TRIGGER "AuditChain_guard_delete";""");
    }

    private static void UpOnPostgreSql(MigrationBuilder migrations)
    {
        migrations.Sql($"""
            CREATE FUNCTION audit_chain_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $guard$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF NOT ({Wrong}) THEN RETURN NEW; END IF;
                END IF;
                RAISE EXCEPTION '{Refusal}';
            END
            $guard$;
            """);
        migrations.Sql("""CREATE TRIGGER "AuditChain_guard" BEFORE UPDATE OR DELETE ON "AuditChain" FOR EACH ROW EXECUTE FUNCTION audit_chain_guard();""");
        migrations.Sql("""CREATE TRIGGER "AuditChain_guard_all" BEFORE TRUNCATE ON "AuditChain" FOR EACH STATEMENT EXECUTE FUNCTION audit_chain_guard();""");
    }

    private static void UpOnSqlite(MigrationBuilder migrations)
    {
        migrations.Sql($"""
            CREATE TRIGGER "AuditChain_guard_update" BEFORE UPDATE ON "AuditChain" WHEN {Wrong}
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
            """);
        migrations.Sql($"""
            CREATE TRIGGER "AuditChain_guard_delete" BEFORE DELETE ON "AuditChain"
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
            """);
    }
}
