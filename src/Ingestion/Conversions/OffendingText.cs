using System.Text;

namespace Ingestion.Conversions;

/// <summary>Cuts texts that are shown in reasons, so that a reason stays short whatever was sent.</summary>
internal static class OffendingText
{
    internal const int MaxLength = 200;

    internal static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return text[..end] + "…";
    }

    internal static string Of(ReadOnlySpan<byte> utf8)
        => Cut(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, (MaxLength + 1) * 4)]));
}
