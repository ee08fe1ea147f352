using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Model;

/// <summary>Takes the steps of one story at the real provider, over HTTP, with numbers and addresses that nobody else has.</summary>
internal sealed class World
{
    private const string MadeUp = "made-up-token-made-up-token-made-up-token-1";
    private const string NoCode = "000000";

    private readonly Provider _provider;
    private readonly App _app;
    private readonly Person _admin;
    private readonly Inhabitant[] _people;
    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<string, int> _messagesSeen = [];

    /// <param name="provider">The provider.</param>
    /// <param name="admin">Somebody who administers accounts there.</param>
    public World(Provider provider, Person admin)
    {
        (_provider, _app, _admin) = (provider, new App(provider), admin);
        Person[] places = [Person.New(), Person.New()];
        _names = new() { ["phone A"] = places[0].Phone, ["phone B"] = places[1].Phone, ["e-mail A"] = places[0].Email, ["e-mail B"] = places[1].Email };
        _people = [.. Enumerable.Range(0, Stories.People).Select(person =>
            new Inhabitant(_names[Holder.PhoneOf(person)], _names[Holder.EmailOf(person)], new Secret(person, 0)))];
    }

    /// <summary>The ids of all accounts there ever were, in the order in which they were made.</summary>
    public List<string> Accounts { get; } = [];

    /// <summary>The newest tokens of every sign-in there ever was.</summary>
    public List<Pocket> Sessions { get; } = [];

    public async Task<(Answer Answer, AccountView? Profile)> TakeAsync(Step step) => step switch
    {
        Step.ReadProfile read => await ReadProfileAsync(_people[read.Person]),
        _ => (await TakeOtherAsync(step), null),
    };

    private async Task<Answer> TakeOtherAsync(Step step) => step switch
    {
        Step.Wait wait => Wait(wait.Minutes),
        Step.Register register => await RegisterAsync(_people[register.Person]),
        Step.FinishRegistration finish => await FinishRegistrationAsync(_people[finish.Person]),
        Step.AskCode ask => await AskCodeAsync(_people[ask.Person], ask.Purpose),
        Step.EnterCode enter => await EnterCodeAsync(_people[enter.Person], enter.Purpose, enter.Right, _people[enter.TokenOf]),
        Step.AskLink ask => await AskLinkAsync(_people[ask.Person]),
        Step.FollowLink follow => Read(await _app.PostAsync("/email/verify", Body(("token", _people[follow.Person].ConfirmationLink ?? MadeUp)))),
        Step.SignIn signIn => await SignInAsync(_people[signIn.Person], signIn.By, signIn.Right),
        Step.SignInByCode signIn => await SignInByCodeAsync(_people[signIn.Person], signIn.Right),
        Step.Refresh refresh => await RefreshAsync(_people[refresh.Person].Session),
        Step.RefreshWithUsedToken refresh => await RefreshWithUsedTokenAsync(_people[refresh.Person].Session),
        Step.LogOut logOut => Read(await _app.PostAsync("/logout", Body(), _people[logOut.Person].AccessToken)),
        Step.Forget forget => await ForgetAsync(_people[forget.Person], forget.By),
        Step.Reset reset => await ResetAsync(_people[reset.Person], reset.By),
        Step.ChangePassword change => await ChangePasswordAsync(_people[change.Person], change.Right),
        Step.Delete delete => await DeleteAsync(_people[delete.Person]),
        Step.SetActive set => await SetActiveAsync(_people[set.Person].AccountId, set.Active),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>What administrators see of the account; null: nothing, it is gone.</summary>
    public Task<AccountView?> ViewAsync(string accountId) => AsAdminAsync(async token =>
    {
        var answer = await _app.UsersAsync(HttpMethod.Get, "/" + accountId, null, token);
        return answer.Status == HttpStatusCode.NotFound ? null : ViewOf(answer.Expect(HttpStatusCode.OK));
    });

    public async Task<bool> HasAccessAsync(Pocket session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", session.AccessToken);
        using var answer = await _provider.Http.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public async Task<bool> CanRefreshAsync(Pocket session) => (await RefreshAsync(session)).Status == 200;

    private Answer Wait(int minutes)
    {
        _provider.Clock.Advance(TimeSpan.FromMinutes(minutes));
        return new Answer(200);
    }

    private async Task<Answer> RegisterAsync(Inhabitant person)
    {
        var answer = await _app.PostAsync("/register", Body(
            ("phone", person.Phone), ("email", person.Email), ("password", person.Password.Next.Text), ("fullName", "May Thida")));
        if (answer.Status != HttpStatusCode.Created)
            return Read(answer);

        Made(person, (string)answer.Body!["userId"]!);
        var arrived = await CollectAsync(person.Phone);
        person.Tickets[Purpose.VerifyPhone] = TicketOf(answer, arrived);
        var mailed = await CollectAsync(person.Email);
        person.ConfirmationLink = TokenIn(mailed) ?? person.ConfirmationLink;
        if (answer.Body["access_token"] is not null)
            Started(person, answer.Body.AsObject());
        return Read(answer, arrived.Count + mailed.Count);
    }

    private async Task<Answer> FinishRegistrationAsync(Inhabitant person)
    {
        var answer = await _app.PostAsync("/register/confirm", Body(
            ("phone", person.Phone), ("verifyToken", person.Proofs.GetValueOrDefault(Purpose.Register, MadeUp)), ("password", person.Password.Next.Text)));
        if (answer.Status == HttpStatusCode.Created)
        {
            Started(person, answer.Body!.AsObject());
            var profile = await _app.CallAsync(HttpMethod.Get, "/profile", token: person.AccessToken);
            Made(person, (string)profile.Expect(HttpStatusCode.OK)["id"]!);
        }

        return Read(answer);
    }

    private void Made(Inhabitant person, string accountId)
    {
        (person.AccountId, person.Password) = (accountId, person.Password.Next);
        Accounts.Add(accountId);
    }

    private async Task<Answer> AskCodeAsync(Inhabitant person, Purpose purpose)
    {
        var body = Body(("phone", person.Phone), ("purpose", NameOf(purpose)));
        if (purpose == Purpose.VerifyPhone && person.Tickets.TryGetValue(purpose, out var earlier))
            body["rememberToken"] = earlier.Token;
        var ofOwner = purpose is Purpose.ChangePassword or Purpose.DeleteAccount;
        return await TakeTicketAsync(person, purpose, await _app.PostAsync("/otp", body, ofOwner ? person.AccessToken : null));
    }

    private async Task<Answer> TakeTicketAsync(Inhabitant person, Purpose purpose, ApiAnswer answer)
    {
        // A code for the signed-in owner goes to the account's number, which need not be this person's.
        List<JsonObject> arrived = [.. await CollectAsync(_names["phone A"]), .. await CollectAsync(_names["phone B"])];
        if (answer.Status == HttpStatusCode.Accepted)
            person.Tickets[purpose] = TicketOf(answer, arrived);
        return Read(answer, arrived.Count);
    }

    private async Task<Answer> EnterCodeAsync(Inhabitant person, Purpose purpose, bool right, Inhabitant holder)
    {
        var ticket = holder.Tickets.GetValueOrDefault(purpose);
        var answer = await _app.EnterCodeAsync(person.Phone, NameOf(purpose), CodeOf(ticket, right), ticket?.Token ?? MadeUp);
        if (answer.Status == HttpStatusCode.OK)
            person.Proofs[purpose] = (string)answer.Body!["verifyToken"]!;
        return Read(answer);
    }

    private async Task<Answer> AskLinkAsync(Inhabitant person)
    {
        var answer = await _app.PostAsync("/email/send", Body(("email", person.Email)));
        var mailed = await CollectAsync(person.Email);
        person.ConfirmationLink = TokenIn(mailed) ?? person.ConfirmationLink;
        return Read(answer, mailed.Count);
    }

    private async Task<Answer> SignInAsync(Inhabitant person, By by, bool right)
    {
        var password = right ? person.Password.Text : "Wrong-horse-7-battery";
        return Started(person, by == By.Phone
            ? await _app.SignInAsync(person.Phone, password)
            : await _app.SignInByEmailAsync(person.Email, password));
    }

    private async Task<Answer> SignInByCodeAsync(Inhabitant person, bool right)
    {
        var ticket = person.Tickets.GetValueOrDefault(Purpose.SignIn);
        return Started(person, await _app.SignInWithCodeAsync(person.Phone, CodeOf(ticket, right), ticket?.Token ?? MadeUp));
    }

    private async Task<Answer> RefreshAsync(Pocket? session)
    {
        var answer = await _app.RefreshAsync(session?.RefreshToken ?? MadeUp);
        if (answer.Status == HttpStatusCode.OK)
            session!.Fill(answer.Body);
        return Read(answer);
    }

    private async Task<Answer> RefreshWithUsedTokenAsync(Pocket? session)
    {
        Wait(1);
        return Read(await _app.RefreshAsync(session?.UsedRefreshToken ?? MadeUp));
    }

    private async Task<(Answer Answer, AccountView? Profile)> ReadProfileAsync(Inhabitant person)
    {
        var answer = await _app.CallAsync(HttpMethod.Get, "/profile", token: person.AccessToken);
        return (Read(answer), answer.Status == HttpStatusCode.OK ? ViewOf(answer.Body!.AsObject()) : null);
    }

    private async Task<Answer> ForgetAsync(Inhabitant person, By by)
    {
        if (by == By.Phone)
            return await TakeTicketAsync(person, Purpose.ResetPassword, await _app.PostAsync("/password/forgot", Body(("phone", person.Phone))));
        var answer = await _app.PostAsync("/password/forgot", Body(("email", person.Email)));
        var mailed = await CollectAsync(person.Email);
        person.ResetLink = TokenIn(mailed) ?? person.ResetLink;
        return Read(answer, mailed.Count);
    }

    private async Task<Answer> ResetAsync(Inhabitant person, By by)
    {
        var proof = by == By.Phone ? person.Proofs.GetValueOrDefault(Purpose.ResetPassword) : person.ResetLink;
        return Replaced(person, await _app.PostAsync("/password/reset", Body(("token", proof ?? MadeUp), ("newPassword", person.Password.Next.Text))));
    }

    private async Task<Answer> ChangePasswordAsync(Inhabitant person, bool right)
    {
        var proof = person.Proofs.GetValueOrDefault(Purpose.ChangePassword);
        return Replaced(person, await _app.CallAsync(HttpMethod.Put, "/password", Body(
            ("currentPassword", right ? person.Password.Text : "Wrong-horse-7-battery"),
            ("verifyToken", right && proof is not null ? proof : MadeUp),
            ("newPassword", person.Password.Next.Text)), person.AccessToken));
    }

    private async Task<Answer> DeleteAsync(Inhabitant person) => Read(await _app.CallAsync(
        HttpMethod.Delete, "", Body(("verifyToken", person.Proofs.GetValueOrDefault(Purpose.DeleteAccount, MadeUp))), person.AccessToken));

    private Task<Answer> SetActiveAsync(string accountId, bool active) => AsAdminAsync(async token =>
        Read(await _app.UsersAsync(HttpMethod.Post, $"/{accountId}/{(active ? "activate" : "deactivate")}", Body(), token)));

    // Signed in for each deed: the clock runs past any token, and where one session is allowed it must not stay.
    private async Task<T> AsAdminAsync<T>(Func<string, Task<T>> deed)
    {
        var byPhone = await _app.SignInAsync(_admin);
        var signedIn = byPhone.Status == HttpStatusCode.OK ? byPhone : await _app.SignInByEmailAsync(_admin.Email, _admin.Password);
        var token = signedIn.ExpectAccessToken();
        var result = await deed(token);
        (await _app.PostAsync("/logout", Body(), token)).Expect(HttpStatusCode.OK);
        return result;
    }

    private Answer Started(Inhabitant person, TokenAnswer answer)
    {
        if (answer.Status == HttpStatusCode.OK)
            Started(person, answer.Body);
        return Read(answer);
    }

    private void Started(Inhabitant person, JsonObject tokens)
    {
        person.Session = new Pocket();
        person.Session.Fill(tokens);
        Sessions.Add(person.Session);
    }

    private static Answer Replaced(Inhabitant person, ApiAnswer answer)
    {
        if (answer.Status is HttpStatusCode.OK or HttpStatusCode.Created)
            person.Password = person.Password.Next;
        return Read(answer);
    }

    /// <summary>What has come to a number or an address since it was last looked at, the newest first.</summary>
    private async Task<List<JsonObject>> CollectAsync(string place)
    {
        var all = await _provider.Accounts.MailboxAsync(place);
        var arrived = all.Take(all.Count - _messagesSeen.GetValueOrDefault(place)).ToList();
        _messagesSeen[place] = all.Count;
        return arrived;
    }

    private AccountView ViewOf(JsonObject profile) => new(
        NameOf((string?)profile["phone"]), (bool)profile["phoneVerified"]!, NameOf((string?)profile["email"]), (bool)profile["emailVerified"]!, (bool)profile["isActive"]!);

    private string? NameOf(string? place) => place is null ? null : _names.FirstOrDefault(name => name.Value == place).Key ?? place;

    private static string NameOf(Purpose purpose) => purpose switch
    {
        Purpose.Register => "register",
        Purpose.VerifyPhone => "verify_phone",
        Purpose.SignIn => "sign_in",
        Purpose.ResetPassword => "reset_password",
        Purpose.ChangePassword => "change_password",
        _ => "delete_account",
    };

    private static HeldTicket TicketOf(ApiAnswer answer, List<JsonObject> arrived) =>
        new((string)(answer.Body!["phone"] ?? answer.Body)["rememberToken"]!, (string?)arrived.FirstOrDefault()?["code"]);

    private static string CodeOf(HeldTicket? ticket, bool right) =>
        right ? ticket?.Code ?? NoCode : ticket?.Code == "111111" ? "222222" : "111111";

    private static string? TokenIn(List<JsonObject> mailed) =>
        mailed.Select(message => (string?)message["link"]).FirstOrDefault() is { } link
            ? System.Web.HttpUtility.ParseQueryString(new Uri(link).Query)["token"]
            : null;

    private static Answer Read(ApiAnswer answer, int messages = 0) => new((int)answer.Status, (string?)answer.Body?["code"], messages);

    private static Answer Read(TokenAnswer answer) => answer.Status == HttpStatusCode.OK ? new(200) : new((int)answer.Status, RefusalOf(answer));

    // Our own code, where there is one, is the description's first word.
    private static string? RefusalOf(TokenAnswer answer) =>
        answer["error_description"]?.Split(": ") is [var code, _, ..] && code.All(letter => letter is '_' or (>= 'a' and <= 'z'))
            ? $"{answer.Error}: {code}"
            : answer.Error;

    private static JsonObject Body(params (string Name, string Value)[] members) =>
        new(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));

    /// <summary>The tokens of a sign-in.</summary>
    internal sealed class Pocket
    {
        public string AccessToken { get; private set; } = MadeUp;

        public string RefreshToken { get; private set; } = MadeUp;

        public string UsedRefreshToken { get; private set; } = MadeUp;

        public void Fill(JsonObject tokens)
        {
            UsedRefreshToken = RefreshToken;
            (AccessToken, RefreshToken) = ((string)tokens["access_token"]!, (string)tokens["refresh_token"]!);
        }
    }

    private sealed record HeldTicket(string Token, string? Code);

    private sealed class Inhabitant(string phone, string email, Secret password)
    {
        public string Phone => phone;

        public string Email => email;

        public Secret Password { get; set; } = password;

        public string AccountId { get; set; } = Guid.Empty.ToString();

        public Pocket? Session { get; set; }

        public string AccessToken => Session?.AccessToken ?? MadeUp;

        public Dictionary<Purpose, HeldTicket> Tickets { get; } = [];

        public Dictionary<Purpose, string> Proofs { get; } = [];

        public string? ConfirmationLink { get; set; }

        public string? ResetLink { get; set; }
    }
}
