using System.Text.RegularExpressions;

namespace Ingestion.Contracts;

/// <summary>Compiles ECMA-262 patterns, read as JavaScript reads them with the <c>u</c> flag: over code points, with ASCII digits, words and boundaries.</summary>
public static class EcmaPattern
{
    /// <summary>Compiles a pattern. It matches anywhere in a text unless it is anchored.</summary>
    /// <param name="pattern">The ECMA-262 pattern.</param>
    /// <param name="timeout">How long one match may take before it counts as undecided. Only patterns with lookaround or back references can take long.</param>
    /// <param name="regex">The compiled pattern.</param>
    /// <param name="error">What is wrong with the pattern, for people.</param>
    /// <returns>False when the pattern is not valid, or uses a part of ECMA-262 that .NET cannot express; the error says which.</returns>
    public static bool TryCompile(string pattern, TimeSpan timeout, out Regex? regex, out string? error)
    {
        regex = null;
        try
        {
            var translated = new EcmaPatternTranslator(pattern).Translate();
            regex = Compile(translated, timeout);
            error = null;
            return true;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            error = failure is FormatException ? failure.Message : $"The pattern '{pattern}' is not valid: {failure.Message}";
            return false;
        }
    }

    // Matching without backtracking takes time in proportion to the text, so that a busy machine makes no event undecided. It knows no lookaround and no back references.
    private static Regex Compile(string pattern, TimeSpan timeout)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, timeout);
        }
    }
}
