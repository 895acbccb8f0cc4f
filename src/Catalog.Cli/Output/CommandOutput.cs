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

    /// <summary>The console of a progress bar while there is one.</summary>
    private IAnsiConsole? _live;

    /// <summary>Whether the result is one JSON document.</summary>
    internal bool IsJson => json;

    /// <summary>Shows the result: the document with <c>--json</c>, else what <paramref name="render"/> makes of it.</summary>
    internal void Show(JsonNode document, Action<IAnsiConsole> render)
    {
        if (json)
        {
            environment.Output.WriteLine(SnakeCaseKeys.Of(document).ToJsonString(Indented));
        }
        else
        {
            Render(environment.Output, environment.OutputIsTerminal, render);
        }
    }

    /// <summary>Says why the command failed. With <c>--json</c> the problem document takes the place of the result.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="details">Writes more about it for people.</param>
    internal void Fail(CommandException failure, Action<IAnsiConsole>? details = null)
    {
        if (json)
        {
            var document = SnakeCaseKeys.Of(failure.Problem).AsObject();
            document["exit_code"] = failure.ExitCode;
            environment.Output.WriteLine(document.ToJsonString(Indented));
            return;
        }

        if (details is not null)
        {
            Render(environment.Error, environment.ErrorIsTerminal, details);
        }

        environment.Error.WriteLine($"catalog: {failure.Message}");
        if (failure.Code.Length > 0)
        {
            environment.Error.WriteLine($"  code {failure.Code}, exit code {failure.ExitCode}");
        }
    }

    /// <summary>Says something by the way, on standard error.</summary>
    internal void Note(string sentence)
    {
        // The bar moves down by itself when the line is written by way of its own console.
        if (_live is { } console)
        {
            console.WriteLine(sentence);
        }
        else
        {
            environment.Error.WriteLine(sentence);
        }
    }

    /// <summary>Shows how far a piece of work is while it goes on; on standard error, so that the result stays clean.</summary>
    internal async Task<T> WithProgressAsync<T>(string title, Func<IProgress<WorkProgress>, Task<T>> work)
    {
        if (!environment.ErrorIsTerminal)
        {
            return await work(new ProgressLines(environment.Error, title, environment.Time));
        }

        _live = ConsoleOn(environment.Error, terminal: true);
        try
        {
            return await ProgressBar.RunAsync(_live, title, work);
        }
        finally
        {
            _live = null;
        }
    }

    private static void Render(TextWriter writer, bool terminal, Action<IAnsiConsole> render)
    {
        if (terminal)
        {
            render(ConsoleOn(writer, terminal: true));
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        render(ConsoleOn(text, terminal: false));

        // A table fills its last column up with blanks.
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
        {
            writer.WriteLine(line.TrimEnd());
        }
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,

            // Without it a progress bar is never drawn.
            Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = UnboundedWidth;
        }

        return console;
    }
}
