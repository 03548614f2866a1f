namespace Peregrine.Sequencer.Questions;

/// <summary>Waiters of one kind that nobody uses at the moment.</summary>
internal sealed class QuestionPool<TQuestion, TAnswer>
    where TQuestion : struct
    where TAnswer : struct
{
    private readonly Lock _changing = new();
    private readonly Stack<QuestionWaiter<TQuestion, TAnswer>> _free = new();

    public QuestionWaiter<TQuestion, TAnswer> Rent()
    {
        lock (_changing)
        {
            return _free.TryPop(out QuestionWaiter<TQuestion, TAnswer>? waiter) ? waiter : new QuestionWaiter<TQuestion, TAnswer>(this);
        }
    }

    public void Return(QuestionWaiter<TQuestion, TAnswer> waiter)
    {
        lock (_changing) _free.Push(waiter);
    }
}
