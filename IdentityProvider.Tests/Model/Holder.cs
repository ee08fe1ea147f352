namespace IdentityProvider.Tests.Model;

/// <summary>Somebody, and the newest of everything they hold, as the model has it.</summary>
internal sealed class Holder(int number)
{
    public string Phone { get; } = PhoneOf(number);

    public string Email { get; } = EmailOf(number);

    public Secret Password { get; set; } = new(number, 0);

    /// <summary>The account registered last.</summary>
    public Account? Account { get; set; }

    public Session? Session { get; set; }

    public Dictionary<Purpose, Ticket> Tickets { get; } = [];

    public Dictionary<Purpose, Proof> Proofs { get; } = [];

    public Proof? ConfirmationLink { get; set; }

    public Proof? ResetLink { get; set; }

    // Everybody shares a number with one and an e-mail address with another, as people do whose numbers collide.
    public static string PhoneOf(int person) => person is 0 or 1 ? "phone A" : "phone B";

    public static string EmailOf(int person) => person is 1 or 2 ? "e-mail A" : "e-mail B";
}
