using System.Net;
using System.Text.Json.Nodes;

namespace Catalog.Cli.CommandLine;

/// <summary>Ends a command with an exit code and a problem document (RFC 9457) that says why.</summary>
internal sealed class CommandException : Exception
{
    private CommandException(int exitCode, JsonObject problem)
        : base(problem["detail"]?.ToString() ?? problem["title"]?.ToString())
    {
        ExitCode = exitCode;
        Problem = problem;
    }

    internal int ExitCode { get; }

    /// <summary>The server's document as it came, or one of the same shape.</summary>
    internal JsonObject Problem { get; }

    internal static CommandException Local(int exitCode, string code, string detail) =>
        new(exitCode, new JsonObject { ["code"] = code, ["detail"] = detail });

    internal static CommandException Answered(HttpStatusCode status, JsonObject problem) => new(
        status switch
        {
            HttpStatusCode.NotFound => CommandLine.ExitCode.NotFound,
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => CommandLine.ExitCode.Conflict,
            _ => CommandLine.ExitCode.Failed,
        },
        problem);
}
