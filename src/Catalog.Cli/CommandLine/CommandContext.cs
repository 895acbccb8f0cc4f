using System.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;

namespace Catalog.Cli.CommandLine;

/// <summary>What a verb works with.</summary>
internal sealed record CommandContext(ParseResult Arguments, CatalogApi Api, CommandOutput Output, CommandEnvironment Environment)
{
    internal TimeProvider Time => Environment.Time;

    internal T? Value<T>(Option<T> option) => Arguments.GetValue(option);

    internal T? Value<T>(Argument<T> argument) => Arguments.GetValue(argument);
}
