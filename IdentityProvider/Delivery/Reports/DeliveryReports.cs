namespace IdentityProvider.Delivery.Reports;

/// <summary>Where vendors report what became of a message.</summary>
public static class DeliveryReports
{
    public const string VonagePath = "/delivery/vonage/receipts";
    public const string SendGridPath = "/delivery/sendgrid/events";

    public static WebApplication MapDeliveryReports(this WebApplication app)
    {
        app.MapPost(VonagePath, VonageReceiptCalls.TakeAsync).ExcludeFromDescription();
        app.MapPost(SendGridPath, SendGridEventCalls.TakeAsync).ExcludeFromDescription();
        return app;
    }
}
