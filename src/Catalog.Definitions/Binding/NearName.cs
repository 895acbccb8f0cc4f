using Catalog.Core.Errors;
using Catalog.Core.Text;

namespace Catalog.Definitions.Binding;

/// <summary>Finds what somebody probably meant by a word that is not known.</summary>
internal static class NearName
{
    /// <summary>The candidate that is least far from the word, if it is near enough to be a slip of the keyboard; null otherwise.</summary>
    public static string? Find(string word, IEnumerable<string> candidates) => NearWord.Find(word, candidates);

    /// <summary>"Did you mean ...?" or, without a near candidate, the list of what is legal when it is short.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What is legal.</param>
    /// <param name="whole">The value with a candidate in place of the word, where the word is only a part of it.</param>
    public static Fix? Suggest(string word, IReadOnlyCollection<string> candidates, Func<string, string>? whole = null)
    {
        if (Find(word, candidates) is { } near)
        {
            return Fix.DidYouMean(near, whole?.Invoke(near));
        }

        return candidates.Count is > 0 and <= 12 ? $"Legal are: {string.Join(", ", candidates)}." : null;
    }
}
