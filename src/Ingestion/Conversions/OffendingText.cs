using System.Text;

namespace Ingestion.Conversions;

/// <summary>Cuts texts that are shown in reasons, so that a reason stays short whatever was sent.</summary>
internal static class OffendingText
{
    internal const int MaxLength = 200;

    internal static string Cut(string text, int maxLength = MaxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return text[..end] + "…";
    }

    internal static string Of(ReadOnlySpan<byte> utf8)
        => Cut(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, (MaxLength + 1) * 4)]));
}
