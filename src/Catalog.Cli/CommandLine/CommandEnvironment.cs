using Catalog.Cli.Server;
using Catalog.Web.Composition;

namespace Catalog.Cli.CommandLine;

/// <summary>What a command knows of the process it runs in. Tests bring their own.</summary>
internal sealed record CommandEnvironment
{
    internal required TextWriter Output { get; init; }

    internal required TextWriter Error { get; init; }

    /// <summary>Whether somebody watches <see cref="Output"/>: then tables fit its width and have colours.</summary>
    internal bool OutputIsTerminal { get; init; }

    /// <summary>Whether somebody watches <see cref="Error"/>: then progress is a bar, else plain lines.</summary>
    internal bool ErrorIsTerminal { get; init; }

    /// <summary>Opens standard input as bytes.</summary>
    internal Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Opens standard output as bytes.</summary>
    internal Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Address of the server when the command line names none.</summary>
    internal string? DefaultServer { get; init; }

    /// <summary>The key of a consumer, for lookups; null for none. Not an option, since others see the command lines of processes.</summary>
    internal string? ApiKey { get; init; }

    /// <summary>The administrator's key, for consumers; null for none.</summary>
    internal string? AdminKey { get; init; }

    /// <summary>Who the server is told asks.</summary>
    internal string User { get; init; } = Environment.UserName;

    /// <summary>How <c>--local</c> starts its host.</summary>
    internal required StartHost StartHost { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal static CommandEnvironment OfThisProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        StartHost = CatalogHost.StartAsync,
        DefaultServer = Variable("CATALOG_SERVER"),
        ApiKey = Variable("CATALOG_API_KEY")?.Trim(),
        AdminKey = Variable("CATALOG_ADMIN_KEY")?.Trim(),
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
