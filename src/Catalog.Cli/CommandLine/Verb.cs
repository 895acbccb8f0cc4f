using System.CommandLine;
using System.CommandLine.Parsing;

namespace Catalog.Cli.CommandLine;

/// <summary>One verb of the command line.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description)
        : base(name, description)
    {
    }

    /// <summary>Whether its calls are made with the administrator's key rather than that of a consumer.</summary>
    internal virtual bool IsForAdministrators => false;

    /// <summary>Adds a rule about several options together.</summary>
    protected void Check(Action<CommandResult> rule) => Validators.Add(result =>
    {
        try
        {
            rule(result);
        }
        catch (InvalidOperationException)
        {
            // A value cannot be read. Its option says so by itself, and better.
        }
    });

    /// <summary>Does the work; what goes wrong is thrown as <see cref="CommandException"/>.</summary>
    /// <returns>The exit code.</returns>
    internal abstract Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken);
}
