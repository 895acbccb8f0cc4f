using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Cli.CommandLine;

/// <summary>Options whose values are checked while the command line is read, so that an illegal one costs no call.</summary>
internal static class FlagValues
{
    /// <summary>A whole number within bounds.</summary>
    internal static Option<long?> Count(string name, string description, string helpName, long least = 1, long most = long.MaxValue) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = Text(result);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            var upTo = most == long.MaxValue ? $"at least {least}" : string.Create(CultureInfo.InvariantCulture, $"from {least} to {most:N0}");
            result.AddError($"{name} is '{text}'; it must be a whole number {upTo}.");
            return null;
        },
    };

    /// <summary>The id of something, which may be left out.</summary>
    /// <param name="what">What has the id, for messages.</param>
    /// <param name="description">What it does.</param>
    internal static Argument<Guid?> Id(string what, string description) => new("id")
    {
        Description = description,
        HelpName = "ID",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (Guid.TryParse(result.Tokens[0].Value, out var id))
            {
                return id;
            }

            result.AddError($"The id of the {what} is '{result.Tokens[0].Value}'; it must be a UUID, as the list shows it.");
            return null;
        },
    };

    /// <summary>One of some words.</summary>
    internal static Option<string?> Word(string name, string description, string helpName, params string[] legal) => new(name)
    {
        Description = $"{description} {helpName} is one of {string.Join(", ", legal)}.",
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = Text(result);
            var word = legal.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
            if (word is null)
            {
                result.AddError($"{name} is '{text}'; legal are {string.Join(", ", legal)}.");
            }

            return word;
        },
    };

    /// <summary>Texts, given several times or with commas between them.</summary>
    internal static Option<string[]> Texts(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = static result =>
            [.. result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
    };

    /// <summary>Says which of some options are no times.</summary>
    internal static void CheckTimes(CommandResult result, params ReadOnlySpan<Option<string?>> options)
    {
        foreach (var option in options)
        {
            if (result.GetValue(option) is { } text && !Instant.TryParse(text, out _))
            {
                result.AddError($"{option.Name} is '{text}'; write a time such as 2026-11-20T12:00:00Z.");
            }
        }
    }

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : string.Empty;
}
