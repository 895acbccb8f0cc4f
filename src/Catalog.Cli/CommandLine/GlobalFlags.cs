using System.CommandLine;

namespace Catalog.Cli.CommandLine;

/// <summary>The options that every verb takes.</summary>
internal static class GlobalFlags
{
    internal const string StandardServer = "http://localhost:8080";

    internal static readonly Option<string?> Server = new("--server")
    {
        Description = $"Address of the server. Default: the environment variable CATALOG_SERVER, or {StandardServer}.",
        HelpName = "URL",
        Recursive = true,
    };

    internal static readonly Option<DirectoryInfo?> Local = new("--local")
    {
        Description = "Work on the embedded stores in this folder, without a server.",
        HelpName = "DIR",
        Recursive = true,
    };

    internal static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON document on standard output, also for an error.",
        Recursive = true,
    };
}
