using IdentityProvider.Data;
using IdentityProvider.Pages;
using IdentityProvider.Security;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWebSecurity(builder.Configuration, builder.Environment);
builder.Services.AddProviderData(builder.Configuration, builder.Environment);
builder.Services.AddHostedPages(builder.Configuration);

var app = builder.Build();
app.UseWebSecurity();
app.UseHostedPages();
app.MapHostedPages();
app.Run();
