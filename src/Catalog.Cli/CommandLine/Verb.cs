using System.CommandLine;

namespace Catalog.Cli.CommandLine;

/// <summary>One verb of the command line.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description)
        : base(name, description)
    {
    }

    /// <summary>Does the work; what goes wrong is thrown as <see cref="CommandException"/>.</summary>
    /// <returns>The exit code.</returns>
    internal abstract Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken);
}
