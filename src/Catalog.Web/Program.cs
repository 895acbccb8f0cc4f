using Catalog.Web.Composition;

try
{
    var app = CatalogHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (CatalogStartException error)
{
    await Console.Error.WriteLineAsync($"Catalog cannot start: {error.Message}");
    return 1;
}
