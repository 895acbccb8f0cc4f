using System.Text.Json.Nodes;

namespace Catalog.Cli.Tests.Testing;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The one JSON document of <c>--json</c>; anything beside it on standard output is an error.</summary>
    internal JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    internal string? Code => Json["code"]?.ToString();

    internal CommandResult MustEndWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"The command ended with {ExitCode} and not {exitCode}.\n{Output}\n{Errors}");
        return this;
    }

    internal CommandResult MustSucceed() => MustEndWith(0);
}
