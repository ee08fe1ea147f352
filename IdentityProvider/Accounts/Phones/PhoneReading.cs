namespace IdentityProvider.Accounts.Phones;

/// <summary>What reading a phone number came to.</summary>
public abstract record PhoneReading
{
    private PhoneReading() { }

    /// <summary>A number.</summary>
    /// <param name="Value">E.164, with the plus sign: the one form a number has here.</param>
    /// <param name="Region">Whose it is.</param>
    /// <param name="Kind">What it is for.</param>
    public sealed record Number(string Value, PhoneRegion Region, PhoneKind Kind) : PhoneReading
    {
        /// <summary>Whether an SMS can arrive; where the plan does not tell, it may.</summary>
        public bool MayTakeSms => Kind is PhoneKind.Mobile or PhoneKind.Any or PhoneKind.Unknown;
    }

    /// <summary>None, or none that can be made out.</summary>
    /// <param name="Why">The reason.</param>
    /// <param name="Region">Whose it would be; null: that is not known.</param>
    /// <param name="Expected">The digits that such a number has.</param>
    public sealed record Refused(PhoneRefusal Why, PhoneRegion? Region = null, DigitCounts Expected = default) : PhoneReading
    {
        /// <summary>For the person who wrote it: what to do.</summary>
        public string Sentence => Why switch
        {
            PhoneRefusal.NoDigits => "Enter a phone number, with its country code: for example +95 9 7912 34567.",
            PhoneRefusal.Letters => "Write the phone number in digits, without letters: for example +95 9 7912 34567.",
            PhoneRefusal.Extension => "Leave out the extension: a message needs a number of its own.",
            PhoneRefusal.OtherSigns => "A phone number has digits, spaces and - . ( ) / only: for example +95 9 7912 34567.",
            PhoneRefusal.TooManySigns => "This is too long for a phone number. Write one number, with its country code: for example +95 9 7912 34567.",
            PhoneRefusal.NoCallingCode => "No country has this code. Write the number with its country, for example +95 9 7912 34567.",
            PhoneRefusal.NeverGiven => $"No number of +{Region!.CallingCode} ({Region.Name}) begins like this. Check the digits.",
            _ => $"This is too {(Why == PhoneRefusal.TooShort ? "short" : "long")} for +{Region!.CallingCode} ({Region.Name}): such a number has {Expected} digits"
                + " after that. If it is of another country, write it with that country's code.",
        };
    }
}

/// <summary>Why something is no phone number.</summary>
public enum PhoneRefusal
{
    NoDigits,
    Letters,
    Extension,
    OtherSigns,

    /// <summary>More than any number has.</summary>
    TooManySigns,

    NoCallingCode,
    TooShort,
    TooLong,

    /// <summary>In a range of the plan that is kept free.</summary>
    NeverGiven,
}
