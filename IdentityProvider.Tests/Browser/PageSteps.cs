using System.Text.RegularExpressions;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IdentityProvider.Tests.Browser;

/// <summary>What a person does at the hosted pages, in a real browser.</summary>
public static class PageSteps
{
    /// <summary>Waits for the page of that heading.</summary>
    public static Task ComesToAsync(this IPage page, string heading) =>
        Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = heading, Exact = true })).ToBeVisibleAsync();

    /// <summary>Waits for an address that begins so.</summary>
    public static Task ComesToAddressAsync(this IPage page, string start) =>
        Expect(page).ToHaveURLAsync(new Regex("^" + Regex.Escape(start), RegexOptions.None, TimeSpan.FromSeconds(1)));

    public static Task SignInAsAsync(this IPage page, Person person) => page.SignInAsAsync(person, person.Phone);

    public static async Task SignInAsAsync(this IPage page, Person person, string identifier)
    {
        await page.ComesToAsync("Sign in");
        await page.Locator(HostedPages.IdentifierField).FillAsync(identifier);
        await page.Locator(HostedPages.PasswordField).FillAsync(person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    public static async Task RegisterAsAsync(this IPage page, Person person)
    {
        await page.GetByLabel("Full name").FillAsync(person.FullName);
        await page.GetByLabel("Phone number").FillAsync(person.Phone);
        await page.GetByLabel("E-mail").FillAsync(person.Email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
    }

    /// <summary>The first step where the number is proven before there is an account.</summary>
    public static async Task AskForCodeAsync(this IPage page, string phone)
    {
        await page.GetByLabel("Phone number").FillAsync(phone);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
    }

    public static async Task EnterCodeAsync(this IPage page, string code)
    {
        await page.Locator("input[autocomplete=one-time-code]").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();
    }

    public static Task AllowAsync(this IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).ClickAsync();
}
