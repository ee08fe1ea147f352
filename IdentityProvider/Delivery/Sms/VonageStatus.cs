namespace IdentityProvider.Delivery.Sms;

/// <summary>What Vonage's numbers mean.</summary>
internal static class VonageStatus
{
    /// <summary>"You are sending SMS faster than the account limit", which is a number a second.</summary>
    private static readonly TimeSpan ThrottledFor = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The <c>status</c> of a part that was not taken (SMS API, "Errors"). Refused is what will never work for this
    /// message; what an operator can mend, a key or the credit, is worth another try.
    /// </summary>
    public static SendOutcome OfPart(string? status) => status switch
    {
        "1" => new SendOutcome.NotNow("throttled", ThrottledFor),
        "2" => new SendOutcome.Refused("missing_parameters"),
        "3" => new SendOutcome.Refused("invalid_parameters"),
        "4" => new SendOutcome.NotNow("invalid_credentials"),
        "5" => new SendOutcome.NotNow("internal_error"),
        "6" => new SendOutcome.Refused("invalid_message"),
        "7" => new SendOutcome.Refused("number_barred"),
        "8" => new SendOutcome.NotNow("account_barred"),
        "9" => new SendOutcome.NotNow("no_credit"),
        "10" => new SendOutcome.NotNow("too_many_connections"),
        "11" => new SendOutcome.NotNow("account_not_enabled"),
        "12" => new SendOutcome.Refused("message_too_long"),
        "14" => new SendOutcome.NotNow("invalid_signature"),
        "15" => new SendOutcome.Refused("invalid_sender_address"),
        "22" => new SendOutcome.Refused("invalid_network_code"),
        "23" => new SendOutcome.Refused("invalid_callback_url"),
        "29" => new SendOutcome.Refused("destination_not_permitted"),
        "32" => new SendOutcome.NotNow("signature_and_secret"),
        "33" => new SendOutcome.Refused("number_deactivated"),
        { Length: <= 3 } other when other.All(char.IsAsciiDigit) => new SendOutcome.NotNow("status_" + other),
        _ => new SendOutcome.NotNow("unreadable_answer"),
    };

    /// <summary>The <c>err-code</c> of a receipt (SMS API, "DLR error codes").</summary>
    public static string OfReceipt(string? errorCode) => errorCode switch
    {
        "2" => "absent_for_now",
        "3" => "absent_for_good",
        "4" => "barred_by_user",
        "5" => "portability_error",
        "6" => "taken_for_spam",
        "7" => "handset_busy",
        "8" => "network_error",
        "9" => "illegal_number",
        "10" => "illegal_message",
        "11" => "unroutable",
        "12" => "unreachable",
        "13" => "age_restriction",
        "14" => "blocked_by_carrier",
        "15" => "prepaid_without_funds",
        _ => "not_delivered",
    };
}
