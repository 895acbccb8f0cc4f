using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Errors;
using Catalog.Web.Http;

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

    /// <summary>The stable code; empty when the server sent none.</summary>
    internal string Code => Problem["code"]?.ToString() ?? string.Empty;

    /// <summary>Whether the same call may succeed later without any change.</summary>
    internal bool IsTransient => Code == "unreachable" || Problem["transient"]?.GetValueKind() == JsonValueKind.True;

    /// <summary>How long the server asks to wait before the call is made again; null when it did not say.</summary>
    internal TimeSpan? RetryAfter { get; private init; }

    internal static CommandException Local(int exitCode, string code, string detail) =>
        new(exitCode, new JsonObject { ["code"] = code, ["detail"] = detail });

    /// <summary>A run that did not end well.</summary>
    internal static CommandException Run(Guid runId, string code, string detail) =>
        new(CommandLine.ExitCode.Failed, new JsonObject { ["code"] = code, ["detail"] = detail, ["runId"] = runId });

    /// <summary>What code of the product threw in this process, as the server would have answered it.</summary>
    internal static CommandException Thrown(CatalogException error) => error.Code == "cannot-start"
        ? Local(CommandLine.ExitCode.Failed, error.Code, error.Message)
        : Answered((HttpStatusCode)Problems.StatusOf(error.Category), ToDocument(error));

    internal static CommandException Answered(HttpStatusCode status, JsonObject problem, TimeSpan? retryAfter = null) => new(
        (status, problem["code"]?.ToString()) switch
        {
            // Another program than the catalogue answers 404 to anything.
            (_, "unexpected-answer") => CommandLine.ExitCode.Failed,

            // Feast's door answers 404 here, others 400: nothing that was named is missing.
            (_, "missing-request-value") => CommandLine.ExitCode.Failed,
            (HttpStatusCode.NotFound, _) => CommandLine.ExitCode.NotFound,
            (HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed, _) => CommandLine.ExitCode.Conflict,
            _ => CommandLine.ExitCode.Failed,
        },
        problem)
    {
        RetryAfter = retryAfter,
    };

    private static JsonObject ToDocument(CatalogException error) => JsonSerializer.SerializeToNode(Problems.Of(error), JsonSerializerOptions.Web)!.AsObject(); // Problems.Of knows every CatalogException.
}
