using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Spectre.Console;

namespace Catalog.Cli.Output;

/// <summary>Where a verb shows its result: tables and sentences for people, or one JSON document for programs.</summary>
internal sealed class CommandOutput(CommandEnvironment environment, bool json)
{
    // Tables that nobody watches must not be folded to the width of a terminal that is not there.
    private const int UnboundedWidth = 10_000;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Shows the result: the document with <c>--json</c>, else what <paramref name="render"/> makes of it.</summary>
    internal void Show(JsonNode document, Action<IAnsiConsole> render)
    {
        if (json)
        {
            environment.Output.WriteLine(document.ToJsonString(Indented));
        }
        else
        {
            render(ConsoleOn(environment.Output, environment.OutputIsTerminal));
        }
    }

    /// <summary>Says why the command failed. With <c>--json</c> the problem document takes the place of the result.</summary>
    internal void Fail(CommandException failure)
    {
        if (json)
        {
            failure.Problem["exit_code"] = failure.ExitCode;
            environment.Output.WriteLine(failure.Problem.ToJsonString(Indented));
        }
        else
        {
            environment.Error.WriteLine($"catalog: {failure.Message}");
            if (failure.Problem["code"] is { } code)
            {
                environment.Error.WriteLine($"  code {code}, exit code {failure.ExitCode}");
            }
        }
    }

    /// <summary>Shows how far a piece of work is while it goes on; on standard error, so that the result stays clean.</summary>
    internal Task<T> WithProgressAsync<T>(string title, Func<IProgress<WorkProgress>, Task<T>> work)
    {
        if (environment.ErrorIsTerminal)
        {
            return ProgressBar.RunAsync(ConsoleOn(environment.Error, terminal: true), title, work);
        }

        return work(json ? new Progress<WorkProgress>() : new ProgressLines(environment.Error, title, environment.Time));
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = UnboundedWidth;
        }

        return console;
    }
}
