using Catalog.Web.Components;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddPortal();

var app = builder.Build();
app.MapPortal();
app.Run();
