"""What can become of handing a message over, beside its being taken. `answer` names no address, number or code."""


class DeliveryFailed(Exception):
    """Base: the message was not taken, or nobody can say whether it was."""

    is_final = False  # true: no later attempt can succeed
    silences_transport = False  # true: the trouble is the server's, so every other message would meet it too
    may_have_arrived = False  # true: it was sent off, and the answer never came

    def __init__(self, answer: str):
        self.answer = answer
        super().__init__(answer)


class TemporarilyRefused(DeliveryFailed):
    """This message was refused for now, such as by a mail server's 451."""


class PermanentlyRefused(DeliveryFailed):
    """This message will never be taken, such as by a mail server's 550, or must not leave."""

    is_final = True


class TransportUnavailable(DeliveryFailed):
    """The server cannot be reached, is silent, or refuses everybody. The message certainly did not leave."""

    silences_transport = True


class OutcomeUnknown(DeliveryFailed):
    """The message was sent off, and the connection ended or timed out before the answer: it may arrive."""

    silences_transport = True
    may_have_arrived = True
