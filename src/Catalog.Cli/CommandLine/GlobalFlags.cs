using System.CommandLine;
using System.CommandLine.Parsing;

namespace Catalog.Cli.CommandLine;

/// <summary>The options that every verb takes.</summary>
internal sealed class GlobalFlags
{
    internal const string StandardServer = "http://localhost:8080";

    internal Option<string?> Server { get; } = new("--server")
    {
        Description = $"Address of the server. Default: the environment variable CATALOG_SERVER, or {StandardServer}.",
        HelpName = "URL",
        Recursive = true,
    };

    internal Option<string?> Local { get; } = new("--local")
    {
        Description = "Work on the embedded stores in this folder, without a server.",
        HelpName = "DIR",
        Recursive = true,
    };

    internal Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on standard output, also for an error.",
        Recursive = true,
    };

    internal void Validate(CommandResult command)
    {
        if (command.GetValue(Server) is not null && command.GetValue(Local) is not null)
        {
            command.AddError("Both --server and --local are given; give one of them.");
        }

        if (command.GetValue(Local) is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            command.AddError("--local is empty; name a folder.");
        }
    }
}
