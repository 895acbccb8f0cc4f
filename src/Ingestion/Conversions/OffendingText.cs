using System.Text;
using Ingestion.Formats;

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

    /// <summary>Of a whole record: as <see cref="Of"/>, but bytes that are no text are shown in hexadecimal.</summary>
    internal static string OfRaw(ReadOnlySpan<byte> raw) => RawText.IsBinary(raw) ? Cut(RawText.Hex(raw[..Math.Min(raw.Length, MaxLength)])) : Of(raw);

    internal static string Of(ReadOnlySpan<byte> utf8)
        => Cut(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, (MaxLength + 1) * 4)]));
}
