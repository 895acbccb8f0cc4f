using System.Globalization;
using System.Text;

namespace Ingestion.Contracts;

/// <summary>
/// Writes an ECMA-262 pattern in .NET's dialect. The two differ in the end anchor (.NET's <c>$</c> also matches before a last line feed), in what the
/// dot, <c>\d</c>, <c>\w</c>, <c>\s</c> and <c>\b</c> cover, in brackets within classes, and in counting UTF-16 units rather than code points.
/// </summary>
internal sealed class EcmaPatternTranslator(string pattern)
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string Surrogates = @"\uD800-\uDFFF";
    private const string Word = "0-9A-Za-z_";
    private const string Space = @"\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
    private const string NotDigit = @"\x00-/:-\uD7FF\uE000-\uFFFF";
    private const string NotWord = @"\x00-/:-@\x5B-\x5E`{-\uD7FF\uE000-\uFFFF";
    private const string NotSpace = @"\x00-\x08\x0E-\x1F!-\x9F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uD7FF\uE000-\uFEFE\uFF00-\uFFFF";
    private const string AtBoundary = "(?:(?<=[" + Word + "])(?![" + Word + "])|(?<![" + Word + "])(?=[" + Word + "]))";
    private const string NotAtBoundary = "(?:(?<=[" + Word + "])(?=[" + Word + "])|(?<![" + Word + "])(?![" + Word + "]))";

    private readonly StringBuilder _output = new(pattern.Length * 2);
    private int _position;
    private bool _hasNamedGroup;
    private bool _hasNumberedGroup;
    private bool _hasNumberedReference;

    /// <exception cref="FormatException">The pattern uses something that has no counterpart.</exception>
    internal string Translate()
    {
        while (_position < pattern.Length)
        {
            var letter = pattern[_position++];
            switch (letter)
            {
                case '\\':
                    TranslateEscape();
                    break;
                case '[':
                    TranslateClass();
                    break;
                case '(':
                    TranslateGroup();
                    break;
                case '.':
                    _output.Append(CultureInfo.InvariantCulture, $@"(?:[^\n\r\u2028\u2029{Surrogates}]|{Pair})");
                    break;
                case '$':
                    _output.Append(@"\z");
                    break;
                case var high when char.IsHighSurrogate(high) && _position < pattern.Length:
                    _output.Append(CultureInfo.InvariantCulture, $"(?:{high}{pattern[_position++]})");
                    break;
                default:
                    _output.Append(letter);
                    break;
            }
        }

        // .NET numbers named groups after the unnamed ones, ECMA-262 all from left to right.
        return _hasNamedGroup && _hasNumberedGroup && _hasNumberedReference
            ? throw Unsupported("a numbered back reference beside named and unnamed groups")
            : _output.ToString();
    }

    private void TranslateEscape()
    {
        var letter = Next("an escaped character");
        switch (letter)
        {
            case 'd' or 'w' or 's':
                _output.Append('[').Append(ClassOf(letter)).Append(']');
                break;
            case 'D' or 'W' or 'S':
                _output.Append(CultureInfo.InvariantCulture, $"(?:[{ClassOf(letter)}]|{Pair})");
                break;
            case 'b':
                _output.Append(AtBoundary);
                break;
            case 'B':
                _output.Append(NotAtBoundary);
                break;
            case 'u' when Peek('{'):
                AppendCodePoint(ReadBracedCodePoint(), inClass: false, _output);
                break;
            case 'p' or 'P':
                _output.Append('\\').Append(letter).Append(ReadCategory());
                break;
            case 'k':
                _output.Append("\\k");
                break;
            case >= '1' and <= '9':
                _hasNumberedReference = true;
                _output.Append('\\').Append(letter);
                break;
            default:
                AppendPlainEscape(letter, _output);
                break;
        }
    }

    private void TranslateClass()
    {
        var negated = Peek('^');
        _position += negated ? 1 : 0;
        var coversPairs = false;
        var content = new StringBuilder();
        while (!Peek(']'))
        {
            var letter = Next("a class that ends with ']'");
            if (letter == '\\')
            {
                coversPairs |= TranslateClassEscape(content);
            }
            else if (char.IsSurrogate(letter))
            {
                throw Unsupported("a character above U+FFFF within brackets");
            }
            else
            {
                content.Append(letter == '[' ? @"\[" : letter == '^' ? @"\^" : letter.ToString());
            }
        }

        _position++;
        var units = negated ? $"[^{content}{Surrogates}]" : $"[{content}]";
        _output.Append(negated || content.Length > 0 ? units : "(?!)");
        if (negated != coversPairs)
        {
            _output.Insert(_output.Length - units.Length, "(?:").Append(CultureInfo.InvariantCulture, $"|{Pair})");
        }
    }

    /// <returns>Whether the escape covers all characters above U+FFFF.</returns>
    private bool TranslateClassEscape(StringBuilder content)
    {
        var letter = Next("an escaped character");
        switch (letter)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                content.Append(ClassOf(letter));
                return char.IsAsciiLetterUpper(letter);
            case 'b':
                content.Append(@"\x08");
                break;
            case 'u' when Peek('{'):
                AppendCodePoint(ReadBracedCodePoint(), inClass: true, content);
                break;
            case 'p' or 'P':
                content.Append('\\').Append(letter).Append(ReadCategory());
                break;
            default:
                AppendPlainEscape(letter, content);
                break;
        }

        return false;
    }

    private void TranslateGroup()
    {
        _output.Append('(');
        if (!Peek('?'))
        {
            _hasNumberedGroup = true;
            return;
        }

        _position++;
        var kind = Next("a group");
        var isName = kind == '<' && !Peek('=') && !Peek('!');
        if (kind is not (':' or '=' or '!' or '<'))
        {
            throw Unsupported($"the group '(?{kind}'");
        }

        _hasNamedGroup |= isName;
        _output.Append('?').Append(kind);
    }

    private static string ClassOf(char letter) => letter switch
    {
        'd' => "0-9",
        'D' => NotDigit,
        'w' => Word,
        'W' => NotWord,
        's' => Space,
        _ => NotSpace,
    };

    private static void AppendPlainEscape(char letter, StringBuilder output)
    {
        var keepsMeaning = letter is 't' or 'n' or 'v' or 'f' or 'r' or 'x' or 'u' or 'c' or '0' || !char.IsAsciiLetterOrDigit(letter);
        if (!keepsMeaning)
        {
            throw Unsupported($@"the escape '\{letter}'");
        }

        output.Append(letter == '0' ? @"\x00" : $@"\{letter}");
    }

    private static void AppendCodePoint(int codePoint, bool inClass, StringBuilder output)
    {
        if (codePoint > 0xFFFF && inClass)
        {
            throw Unsupported("a character above U+FFFF within brackets");
        }

        // Two units: without a group a quantifier would count the second alone.
        var units = string.Concat(char.ConvertFromUtf32(codePoint).Select(static unit => $@"\u{(int)unit:X4}"));
        output.Append(codePoint > 0xFFFF ? $"(?:{units})" : units);
    }

    private int ReadBracedCodePoint()
    {
        var digits = ReadBraced();
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF)
            ? number
            : throw Unsupported($@"the escape '\u{{{digits}}}'");
    }

    private string ReadCategory()
    {
        var name = Peek('{') ? ReadBraced() : string.Empty;
        return name.Length is 1 or 2 && char.IsAsciiLetterUpper(name[0])
            ? $"{{{name}}}"
            : throw Unsupported($@"the property '\p{{{name}}}' (short names of general categories such as 'Lu' are)");
    }

    private string ReadBraced()
    {
        var end = pattern.IndexOf('}', _position);
        if (end < 0)
        {
            throw Unsupported("a brace that is not closed");
        }

        var content = pattern[(_position + 1)..end];
        _position = end + 1;
        return content;
    }

    private bool Peek(char letter) => _position < pattern.Length && pattern[_position] == letter;

    private char Next(string expected)
        => _position < pattern.Length ? pattern[_position++] : throw new FormatException($"The pattern '{pattern}' ends where {expected} should stand.");

    private static FormatException Unsupported(string what) => new($"The pattern uses {what}, which is not supported.");
}
