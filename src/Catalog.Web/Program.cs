using Catalog.Core.Errors;
using Catalog.Web.Composition;
using Microsoft.Extensions.Options;

try
{
    await CatalogHost.Build(args).RunAsync();
    return 0;
}
catch (Exception error) when (error is CatalogException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync($"Catalog cannot start: {error.Message}");
    return 1;
}
