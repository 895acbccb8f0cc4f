namespace FeatureStore.Expressions;

/// <summary>Carries an error out of the parser or the binder; never leaves this folder.</summary>
internal sealed class ExpressionException(ExpressionError error) : Exception(error.Message)
{
    internal ExpressionException(int position, int length, string message)
        : this(new ExpressionError(position, length, message))
    {
    }

    internal ExpressionError Error { get; } = error;
}
