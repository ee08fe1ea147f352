using IdentityProvider.Data;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProviderData(builder.Configuration, builder.Environment);

var app = builder.Build();
app.Run();
