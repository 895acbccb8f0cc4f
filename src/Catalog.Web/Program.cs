using System.Net.Sockets;
using Catalog.Core.Errors;
using Catalog.Web.Composition;

try
{
    await CatalogHost.Build(args).RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Catalog was stopped before it had started.");
    return 1;
}
catch (Exception error) when (error is CatalogException or IOException or InvalidDataException or InvalidOperationException or FormatException)
{
    // A setting of the wrong type, an address that is none or is taken: whoever starts the process needs the words, not the place in the code.
    await Console.Error.WriteLineAsync($"Catalog cannot start ({(error as CatalogException)?.Code ?? CatalogStartException.StandardCode}): {error.Message}");
    return 1;
}
catch (SocketException error)
{
    await Console.Error.WriteLineAsync(
        $"Catalog cannot start ({CatalogStartException.StandardCode}): It cannot listen where it was told to: {error.Message}. Name addresses of this machine in --urls, ASPNETCORE_URLS or Kestrel:Endpoints.");
    return 1;
}
